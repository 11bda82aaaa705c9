#!/usr/bin/env bash
# Creates a database and two roles for each service. The owner migrates the database. The service's role reads and writes rows,
# and cannot change tables. The image of PostgreSQL runs this script once, when it starts on an empty volume. docs/deployment.md
# runs it on Amazon RDS.
set -euo pipefail

# psql reads the passwords from the environment: they do not appear in the list of processes.
create_database() {
	psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --set service="$1" <<-'SQL'
		\getenv owner_password OWNER_PASSWORD
		\getenv service_password SERVICE_PASSWORD
		\set owner :service _owner
		create role :"owner" login password :'owner_password';
		create role :"service" login password :'service_password';
		-- On Amazon RDS the administrator is not a superuser, and needs this to create a database for another role.
		grant :"owner" to current_user;
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
