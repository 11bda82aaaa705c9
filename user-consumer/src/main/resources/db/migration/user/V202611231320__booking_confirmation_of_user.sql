-- Null until the booking directory has told them.
alter table booking_confirmation
	add column slot_id text,
	add column slot_start timestamptz,
	add column slot_end timestamptz;

-- The pages of a user's bookings, newest first, read backwards.
create index booking_confirmation_of_user on booking_confirmation (user_id, accepted_at, booking_id)
	where user_id is not null;
