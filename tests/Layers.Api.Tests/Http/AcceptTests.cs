using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Http;

/// <summary>Answers are JSON in UTF-8, whatever the caller would also take.</summary>
public sealed class AcceptTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("Accept", "text/json")]
    [InlineData("Accept", "application/vnd.acme+json")]
    [InlineData("Accept", "application/json; charset=utf-16")]
    [InlineData("Accept", "text/html, */*;q=0.1")]
    [InlineData("Accept", "garbage")]
    [InlineData("Accept-Charset", "utf-16")]
    [InlineData("Accept-Charset", "iso-8859-1;q=1, utf-8;q=0")]
    public async Task Answer_IsJsonInUtf8(string header, string value)
    {
        var answer = await api.Client.GetJson("/v1/whoami", (header, value));

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.ContentHeaders.ContentType!.ToString().Should().Be("application/json; charset=utf-8");
        answer.Text("actorType").Should().NotBeEmpty();
    }
}
