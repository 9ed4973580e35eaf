"""Every page needs a login; an idle session ends; a first or expired password must be changed before anything else."""
