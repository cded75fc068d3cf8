using Layers.Testing;

namespace Layers.Api.Tests.Dispatch;

/// <summary>A server whose relays may live on this machine.</summary>
public sealed class RelayFixture : ApiFixture
{
    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?> { ["Layers:Relay:AllowPrivateAddresses"] = "true" };
}
