#!/usr/bin/env bash
# Creates a database for each service, once, when PostgreSQL starts on an empty volume. Its owner migrates it; the service
# itself reads and writes rows and can change no table.
set -euo pipefail

# The passwords stay in the environment: whoever lists processes does not see them.
create_database() {
	psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --set service="$1" <<-'SQL'
		\getenv owner_password OWNER_PASSWORD
		\getenv service_password SERVICE_PASSWORD
		\set owner :service _owner
		create role :"owner" login password :'owner_password';
		create role :"service" login password :'service_password';
		create database :"service" owner :"owner";
		revoke all on database :"service" from public;
		grant connect on database :"service" to :"service";
		\connect :"service"
		alter schema public owner to :"owner";
		grant usage on schema public to :"service";
		alter default privileges for role :"owner" in schema public
			grant select, insert, update, delete on tables to :"service";
	SQL
}

OWNER_PASSWORD="$PROVIDER_OWNER_PASSWORD" SERVICE_PASSWORD="$PROVIDER_SERVICE_PASSWORD" create_database provider_consumer
OWNER_PASSWORD="$USER_OWNER_PASSWORD" SERVICE_PASSWORD="$USER_SERVICE_PASSWORD" create_database user_consumer
