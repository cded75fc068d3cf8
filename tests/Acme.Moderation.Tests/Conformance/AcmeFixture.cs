using Layers.Application.Seams;
using Layers.Conformance.Decisions;

namespace Acme.Moderation.Tests.Conformance;

/// <summary>A server with the extension, whose board may be on this machine and has little time.</summary>
public sealed class AcmeFixture : ObservedFixture
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Layers:Relay:AllowPrivateAddresses"] = "true",
        ["Layers:Relay:TimeoutSeconds"] = "2",
    };

    protected override void Declare(LayersBuilder layers) => layers.Add<AcmeModeration>();
}

/// <summary>One server for all parts of the extension.</summary>
[CollectionDefinition(Name)]
public sealed class AcmeParts : ICollectionFixture<AcmeFixture>
{
    public const string Name = "Acme's parts";
}
