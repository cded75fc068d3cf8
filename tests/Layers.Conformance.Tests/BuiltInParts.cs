using Layers.Testing;

namespace Layers.Conformance.Tests;

/// <summary>One server for all built-in parts that need no settings of their own.</summary>
[CollectionDefinition(Name)]
public sealed class BuiltInParts : ICollectionFixture<ApiFixture>
{
    public const string Name = "Built-in parts";
}
