create table test_recipient (
	booking_id text not null,
	recipient_id text not null,
	constraint test_recipient_pkey primary key (booking_id)
);
