create table booking_cancellation (
	booking_id text not null,
	provider_id text not null,
	cancelled_at timestamptz not null,
	constraint booking_cancellation_pkey primary key (booking_id)
);

create table provider_contact (
	provider_id text not null,
	name text not null,
	email text,
	phone text,
	locale text not null,
	time_zone text not null,
	channels text[] not null,
	updated_at timestamptz not null,
	email_suppressed text,
	email_suppressed_at timestamptz,
	constraint provider_contact_pkey primary key (provider_id)
);
