-- Changes whenever the bytes of a file are received, so that who reads them without a lock can see that they were replaced.
alter table upload_files add column receipt uuid;
