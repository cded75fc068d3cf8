using Layers.Application.Seams;
using Layers.Domain.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Application.Tests.Seams;

public sealed class ScopeCatalogTests
{
    private static readonly ScopeCatalog Catalog = new(new LayersBuilder(new ServiceCollection()).Add<CoreExtension>().AddScope(new Scope("acme:look")).AddScope(new Scope("acme:see", IsInAll: true)).Scopes);

    [Fact]
    public void Scopes_AreThoseOfTheContractAndOfExtensions() =>
        Catalog.Names.Should().Equal(
            "projects:read", "projects:write", "content:read", "content:write", "content:approve", "publish:read", "publish:write",
            "social:read", "social:write", "audit:read", "keys:write", "webhooks:write", "acme:look", "acme:see");

    [Fact]
    public void EachScope_GrantsItselfAndNoOther()
    {
        foreach (var granted in Catalog.Names)
            Catalog.Names.Where(required => Catalog.Grants([granted], required)).Should().Equal(granted);
    }

    [Fact]
    public void Star_GrantsNeitherKeysNorWhatExtensionsDoNotPutIntoIt() =>
        Catalog.Names.Where(required => !Catalog.Grants(["*"], required)).Should().Equal("keys:write", "acme:look");

    [Fact]
    public void Star_BesideTheScopesThatAreNotInIt_GrantsEverything() =>
        Catalog.Names.Should().OnlyContain(required => Catalog.Grants(new[] { "*", "keys:write", "acme:look" }, required));

    [Fact]
    public void NoScope_GrantsNothing() => Catalog.Names.Should().OnlyContain(required => !Catalog.Grants(Array.Empty<string>(), required));

    [Theory]
    [InlineData("content:*")]
    [InlineData("content")]
    [InlineData("CONTENT:READ")]
    [InlineData("content:read ")]
    public void WhatIsNearlyAScope_GrantsNothing(string granted) => Catalog.Grants([granted], Scopes.ContentRead).Should().BeFalse();

    [Fact]
    public void AddScope_Twice_IsRefused() =>
        new LayersBuilder(new ServiceCollection()).Add<CoreExtension>().Invoking(layers => layers.AddScope(new Scope("content:read"))).Should().Throw<InvalidOperationException>();
}
