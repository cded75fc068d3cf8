using Layers.Conformance.Publishing;
using Layers.Testing;

namespace Layers.Conformance.Tests.Publishing;

[Collection(BuiltInParts.Name)]
public sealed class SandboxTests(ApiFixture api) : PublisherConformance(api, "sandbox")
{
    private string handle = "@acme";

    protected override TestAccount Account => new(handle, new Dictionary<string, string>());

    protected override IReadOnlyCollection<SentPost> Received => [];

    protected override bool TryBe(PlatformMood mood)
    {
        handle = mood switch
        {
            PlatformMood.Failing => "@acme-unavailable",
            PlatformMood.Refusing => "@acme-refused",
            _ => "@acme",
        };
        return mood is PlatformMood.Well or PlatformMood.Failing or PlatformMood.Refusing;
    }
}

public sealed class RelayTests(RelayFixture api) : HttpPublisherConformance(api, "relay"), IClassFixture<RelayFixture>
{
    protected override IReadOnlyDictionary<string, string> SettingsFor(string url) => new Dictionary<string, string> { ["url"] = url };
}

/// <summary>A server whose relays may be on this machine, and have little time.</summary>
public sealed class RelayFixture : ApiFixture
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Layers:Relay:AllowPrivateAddresses"] = "true",
        ["Layers:Relay:TimeoutSeconds"] = "2",
    };
}
