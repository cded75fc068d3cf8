using System.Net;
using Layers.Api.Tests.Http;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Operation;

public sealed class SecurityHeadersTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    public static TheoryData<string> Endpoints => Endpoint.Names();

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Answer_WhateverItIs_IsHarmlessInABrowser(string name)
    {
        using var nobody = api.Server.Client();
        foreach (var client in new[] { api.Client, nobody })
            ShouldBeHarmless(await Endpoint.Named(name).Call(client, Guid.NewGuid().ToString()), "no-store");
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Answer_ThatNeedsNoKey_IsHarmlessInABrowser(string path)
    {
        var answer = await api.Client.GetJson(path);

        ShouldBeHarmless(answer, answer.Header("Cache-Control")!);
        answer.Header("Cache-Control").Should().Contain("no-store");
    }

    [Fact]
    public async Task Container_MayBeKeptByItsCaller_WhoAsksAgainEachTime()
    {
        var project = await api.Given.GatedProject();
        api.Clock.Advance(Duration.FromMinutes(3));
        var container = $"/v1/content/{await api.Given.Pending(project)}";
        var first = await api.Client.GetJson(container);
        var second = await api.Client.GetJson(container, ("If-None-Match", first.Header("ETag")!));

        second.Status.Should().Be(HttpStatusCode.NotModified);
        foreach (var answer in new[] { first, second })
            ShouldBeHarmless(answer, "no-cache, private");
    }

    [Fact]
    public async Task Error_InThePlaceOfAContainer_IsNotKept()
    {
        var container = $"/v1/content/{await api.Given.Pending()}";

        ShouldBeHarmless(await api.Client.PatchJson(container, new { caption = "A" }, ("If-Match", "\"99\"")), "no-store");
    }

    [Fact]
    public async Task Https_IsInsistedOn_WhereTheServerIsReachedByIt()
    {
        await using var behindTls = await ApiServer.Start(new Dictionary<string, string?> { ["Layers:PublicUrl"] = "https://layers.example" }, api.Server.Database);
        using var nobody = behindTls.Client();

        (await nobody.GetJson("/v1/whoami")).Header("Strict-Transport-Security").Should().Be("max-age=31536000");
        (await api.Client.GetJson("/v1/whoami")).Header("Strict-Transport-Security").Should().BeNull();
    }

    private static void ShouldBeHarmless(Answer answer, string caching)
    {
        answer.Header("X-Content-Type-Options").Should().Be("nosniff");
        answer.Header("Content-Security-Policy").Should().Be("default-src 'none'; frame-ancestors 'none'");
        answer.Header("Referrer-Policy").Should().Be("no-referrer");
        answer.Header("Cache-Control").Should().Be(caching);
        answer.Header("Server").Should().BeNull();
        answer.Header("X-Powered-By").Should().BeNull();
    }
}
