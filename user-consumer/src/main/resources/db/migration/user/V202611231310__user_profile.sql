-- A row exists once a contact was put or a booking was confirmed, whichever comes first.
create table user_profile (
	user_id text not null,
	name text,
	email text,
	phone text,
	locale text,
	time_zone text,
	channels text[],
	confirmed_bookings integer not null default 0,
	last_confirmed_at timestamptz,
	updated_at timestamptz not null default now(),
	constraint user_profile_pkey primary key (user_id),
	constraint user_profile_contact check (
		num_nulls(name, locale, time_zone, channels) in (0, 4)
		and (name is not null or num_nonnulls(email, phone) = 0))
);
