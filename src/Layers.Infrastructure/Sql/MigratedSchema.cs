using Layers.Application.Seams;

namespace Layers.Infrastructure.Sql;

/// <summary>A schema that migrations run in. Each has its own list of what was applied to it.</summary>
internal sealed record MigratedSchema
{
    private const string Role = Migrator.ApplicationRole;

    /// <param name="name">As <see cref="LayersBuilder.AddMigrationsFrom"/> takes it: it may be a word of SQL, so it stands in quotes.</param>
    public MigratedSchema(string name) => (IsOwn, Name) = (name == Migrator.OwnSchema, $"\"{name}\"");

    /// <summary>In quotes.</summary>
    public string Name { get; }

    private bool IsOwn { get; }

    /// <summary>Makes the schema if it is not there, and the one in which names without a schema are made and found first.</summary>
    public string Enter => IsOwn ? $"set search_path to {Name}" : $"create schema if not exists {Name}; set search_path to {Name}, {Migrator.OwnSchema}";

    // The grants are one statement after the other in one transaction, and this privilege is the last of them.
    public string SelectIsGranted =>
        $"""
         select has_table_privilege('{Role}', '{Name}.schema_migrations', 'select')
           and pg_has_role(current_user, '{Role}', 'member')
         """;

    // Roles belong to the whole cluster, so another database's migration may make this one at the same moment.
    public string Grants =>
        $"""
         do $$ begin
           if not exists (select from pg_roles where rolname = '{Role}') then
             create role {Role} nologin;
           end if;
         exception when duplicate_object or unique_violation then null;
         end $$;
         do $$ begin
           if not pg_has_role(current_user, '{Role}', 'member') then
             execute format('grant {Role} to %I', current_user);
           end if;
         end $$;
         grant usage on schema {Name} to {Role};
         grant select, insert, update, delete on all tables in schema {Name} to {Role};
         revoke all on {Name}.schema_migrations from {Role};
         {(IsOwn ? OwnGrants : SequenceGrants)}
         grant select on {Name}.schema_migrations to {Role};
         """;

    // A column that is serial takes its numbers from a sequence with rights of its own.
    private string SequenceGrants => $"grant usage on all sequences in schema {Name} to {Role};";

    private const string OwnGrants =
        $"""
         revoke all on audit_log from {Role};
         grant select, insert on audit_log to {Role};
         do $$ begin
           if to_regclass('audit_seals') is not null then
             revoke delete on audit_seals, audit_heads from {Role};
           end if;
         end $$;
         """;
}
