create table stored_booking (
	booking_id text not null,
	constraint stored_booking_pkey primary key (booking_id)
);
