-- In a transaction of its own: dropping an index shuts out readers too, which is short as long as none is made meanwhile.
drop index containers_newest;
drop index containers_newest_by_status;
drop index containers_newest_by_approval;
drop index containers_decided_by_approval;
drop index audit_log_newest;
