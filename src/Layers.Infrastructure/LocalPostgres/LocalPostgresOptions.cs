namespace Layers.Infrastructure.LocalPostgres;

/// <summary>What a private cluster is made of. Only <see cref="DataDirectory"/> has to be said.</summary>
/// <param name="DataDirectory">Where the cluster lives, for example <c>.data/postgres</c>.</param>
public sealed record LocalPostgresOptions(string DataDirectory)
{
    public const string Database = "layers";
    public const string Role = "layers";

    /// <summary>Settings on top of <see cref="Defaults"/>; they count for the process that starts the cluster, not for those that join.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Also listens on a free port of 127.0.0.1, with a password; otherwise there is only the Unix socket.</summary>
    public bool Tcp { get; init; }

    /// <summary>Where <c>initdb</c> and <c>pg_ctl</c> are; null: looked for on the PATH and where packages put them.</summary>
    public string? BinaryDirectory { get; init; } = Environment.GetEnvironmentVariable("LAYERS_POSTGRES_BIN");

    /// <summary>How long to wait for others who are starting or stopping the cluster, and for crash recovery.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    internal static IReadOnlyDictionary<string, string> Defaults { get; } = new Dictionary<string, string>
    {
        ["cluster_name"] = "layers",
        ["shared_buffers"] = "256MB",
        ["max_connections"] = "200",
        ["jit"] = "off",
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
        ["log_line_prefix"] = "%m [%p] ",
    };
}
