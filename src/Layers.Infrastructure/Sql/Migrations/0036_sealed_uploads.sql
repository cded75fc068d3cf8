-- From when on no other bytes are taken for the file: those that it has are being published.
alter table upload_files add column sealed_at timestamptz;
