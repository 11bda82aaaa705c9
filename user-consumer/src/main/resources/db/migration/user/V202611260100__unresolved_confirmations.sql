-- For the number and the age of confirmations whose user is not known yet. Usually there are few.
create index booking_confirmation_unresolved on booking_confirmation (received_at) where user_id is null;
