"""Settings of the web server that hold everywhere; what differs by machine stands on the command line."""

# Neither query nor referer: somebody may have searched for a whole identity number.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s %(M)sms'
