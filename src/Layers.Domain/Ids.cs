using System.Buffers;
using System.Buffers.Binary;
using NodaTime;

namespace Layers.Domain;

/// <summary>A typed identifier: a UUID that is printed with a prefix that names its kind (<c>cnt_…</c>).</summary>
public interface IId<TSelf>
    where TSelf : struct, IId<TSelf>
{
    static abstract string Prefix { get; }

    /// <summary>What it identifies, as a sentence begins: "Container not found."</summary>
    static abstract string Noun { get; }

    static abstract TSelf From(Guid value);

    Guid Value { get; }
}

public static class Id
{
    // By itself the parser would also take signs, spaces and 0x.
    private static readonly SearchValues<char> HexAndHyphen = SearchValues.Create("0123456789abcdefABCDEF-");

    /// <summary>Makes a time-ordered identifier (UUID version 7) for something that is created at <paramref name="now"/>.</summary>
    public static TId New<TId>(Instant now)
        where TId : struct, IId<TId> => TId.From(Guid.CreateVersion7(now.ToDateTimeOffset()));

    /// <summary>Reads the prefixed form or the bare UUID, in any case of letters; another kind's prefix is refused.</summary>
    public static bool TryParse<TId>(string? text, out TId id)
        where TId : struct, IId<TId>
    {
        var bare = text is not null && text.StartsWith(TId.Prefix, StringComparison.OrdinalIgnoreCase) ? text.AsSpan(TId.Prefix.Length) : text;
        var value = Guid.Empty;
        var parsed = !bare.ContainsAnyExcept(HexAndHyphen) && Guid.TryParseExact(bare, "D", out value);
        id = TId.From(value);
        return parsed;
    }

    /// <summary>When an identifier of <see cref="New"/> was made; the beginning of time for a UUID of another version.</summary>
    public static Instant MadeAt(Guid value) =>
        value.Version == 7
            ? Instant.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(value.ToByteArray(bigEndian: true)) >> 16))
            : Instant.MinValue;

    internal static string Print<TId>(TId id)
        where TId : struct, IId<TId> => $"{TId.Prefix}{id.Value:D}";
}

public readonly record struct OrganizationId(Guid Value) : IId<OrganizationId>
{
    public static string Prefix => "org_";

    public static string Noun => "Organization";

    public static OrganizationId From(Guid value) => new(value);

    public override string ToString() => Id.Print(this);
}

public readonly record struct ApiKeyId(Guid Value) : IId<ApiKeyId>
{
    public static string Prefix => "key_";

    public static string Noun => "API key";

    public static ApiKeyId From(Guid value) => new(value);

    public override string ToString() => Id.Print(this);
}

public readonly record struct ProjectId(Guid Value) : IId<ProjectId>
{
    public static string Prefix => "prj_";

    public static string Noun => "Project";

    public static ProjectId From(Guid value) => new(value);

    public override string ToString() => Id.Print(this);
}

public readonly record struct ContainerId(Guid Value) : IId<ContainerId>
{
    public static string Prefix => "cnt_";

    public static string Noun => "Container";

    public static ContainerId From(Guid value) => new(value);

    public override string ToString() => Id.Print(this);
}

public readonly record struct JobId(Guid Value) : IId<JobId>
{
    public static string Prefix => "job_";

    public static string Noun => "Job";

    public static JobId From(Guid value) => new(value);

    public override string ToString() => Id.Print(this);
}

public readonly record struct EventId(Guid Value) : IId<EventId>
{
    public static string Prefix => "evt_";

    public static string Noun => "Event";

    public static EventId From(Guid value) => new(value);

    public override string ToString() => Id.Print(this);
}

public readonly record struct SocialAccountId(Guid Value) : IId<SocialAccountId>
{
    public static string Prefix => "sa_";

    public static string Noun => "Social account";

    public static SocialAccountId From(Guid value) => new(value);

    public override string ToString() => Id.Print(this);
}

public readonly record struct ScheduledPostId(Guid Value) : IId<ScheduledPostId>
{
    public static string Prefix => "sp_";

    public static string Noun => "Scheduled post";

    public static ScheduledPostId From(Guid value) => new(value);

    public override string ToString() => Id.Print(this);
}

public readonly record struct WebhookEndpointId(Guid Value) : IId<WebhookEndpointId>
{
    public static string Prefix => "whk_";

    public static string Noun => "Webhook endpoint";

    public static WebhookEndpointId From(Guid value) => new(value);

    public override string ToString() => Id.Print(this);
}
