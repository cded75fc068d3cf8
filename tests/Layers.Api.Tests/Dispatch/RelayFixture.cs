using Layers.Testing;

namespace Layers.Api.Tests.Dispatch;

/// <summary>A server whose relays may live on this machine.</summary>
public sealed class RelayFixture : ApiFixture
{
    public static readonly IReadOnlyDictionary<string, string?> Allowed =
        new Dictionary<string, string?> { ["Layers:Relay:AllowPrivateAddresses"] = "true" };

    protected override IReadOnlyDictionary<string, string?> Settings => Allowed;
}
