-- Ends all links to one download: which of them had ended by themselves since is not known. Rows: none.
DELETE FROM download_link
