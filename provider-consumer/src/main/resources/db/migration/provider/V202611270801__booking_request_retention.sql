-- For the purge.
create index booking_request_kept_since on booking_request (greatest(slot_end, received_at));

-- For the erasure and the export of a user.
create index booking_request_of_user on booking_request (user_id);
