using Layers.Application.Seams;
using Layers.Application.Keys;
using Layers.Domain;
using Layers.Domain.Keys;

namespace Layers.Application.Tests.Keys;

public sealed class CreateKeyValidatorTests
{
    private static readonly CreateKey Good =
        new("Acme", OrganizationEnvironment.Live, "backend", [Scopes.ContentRead], RateLimitTier.Standard, ActorType.Service);

    [Fact]
    public async Task KnownScopes_AreGood()
    {
        (await Faults(Good)).Should().BeEmpty();
        (await Faults(Good with { Scopes = ["*"] })).Should().BeEmpty();
        (await Faults(Good with { Scopes = Scopes.BuiltIn })).Should().BeEmpty();
    }

    [Fact]
    public async Task UnknownAndMissingScopes_AreRefused()
    {
        (await Faults(Good with { Scopes = [] })).Should().Equal("scopes");
        (await Faults(Good with { Scopes = ["content:read", "content:zq7"] })).Should().Equal("scopes[1]");
    }

    [Fact]
    public async Task Names_AreOneTo128Characters()
    {
        (await Faults(Good with { Organization = "" })).Should().Equal("organization");
        (await Faults(Good with { Organization = new string('a', 129) })).Should().Equal("organization");
        (await Faults(Good with { Name = "" })).Should().Equal("name");
        (await Faults(Good with { Name = "a\0" })).Should().Equal("name");
    }

    private static Task<IEnumerable<string>> Faults(CreateKey command) => new CreateKeyValidator(new ScopeCatalog([.. Scopes.BuiltIn.Select(scope => new Scope(scope))])).PathsOf(command);
}
