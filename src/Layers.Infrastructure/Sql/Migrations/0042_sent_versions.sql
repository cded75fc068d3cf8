-- Which of the bytes that were sent straight to the media store a file has, so that a finalize sees whether others were sent since.
alter table upload_files add column sent_version text;
