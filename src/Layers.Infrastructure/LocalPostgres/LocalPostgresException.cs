namespace Layers.Infrastructure.LocalPostgres;

/// <summary>The private PostgreSQL cannot be had; the message is for the person who started the server.</summary>
public class LocalPostgresException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>No PostgreSQL server binaries on this machine; the message is one sentence that says what to install.</summary>
public sealed class PostgresNotFoundException(string message) : LocalPostgresException(message);
