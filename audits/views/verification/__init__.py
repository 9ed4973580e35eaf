"""Pages of third-party verification for those who have it carried out."""
