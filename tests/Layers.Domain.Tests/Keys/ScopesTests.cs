using Layers.Domain.Keys;

namespace Layers.Domain.Tests.Keys;

public sealed class ScopesTests
{
    [Fact]
    public void Scopes_AreThoseOfTheContract() =>
        Scopes.All.Should().Equal(
            "projects:read", "projects:write", "content:read", "content:write", "content:approve", "publish:read", "publish:write",
            "social:read", "social:write", "audit:read", "keys:write", "webhooks:write");

    [Fact]
    public void EachScope_GrantsItselfAndNoOther()
    {
        foreach (var granted in Scopes.All)
            Scopes.All.Where(required => Scopes.Grant([granted], required)).Should().Equal(granted);
    }

    [Fact]
    public void Star_GrantsEverythingButToRuleOverKeys() =>
        Scopes.All.Where(required => !Scopes.Grant(["*"], required)).Should().Equal("keys:write");

    [Fact]
    public void Star_BesideTheScopeForKeys_GrantsEverything() => Scopes.All.Should().OnlyContain(required => Scopes.Grant(new[] { "*", "keys:write" }, required));

    [Fact]
    public void NoScope_GrantsNothing() => Scopes.All.Should().OnlyContain(required => !Scopes.Grant(Array.Empty<string>(), required));

    [Theory]
    [InlineData("content:*")]
    [InlineData("content")]
    [InlineData("CONTENT:READ")]
    [InlineData("content:read ")]
    public void WhatIsNearlyAScope_GrantsNothing(string granted) => Scopes.Grant([granted], Scopes.ContentRead).Should().BeFalse();
}
