using Layers.Conformance.Generation;
using Layers.Testing;

namespace Layers.Conformance.Tests.Generation;

[Collection(BuiltInParts.Name)]
public sealed class DemoGeneratorTests(ApiFixture api) : GeneratorConformance(api, "demo");
