using System.Net.Http.Headers;
using System.Text;
using Layers.Testing;

namespace Layers.Api.Tests.BadInput;

/// <summary>Valid requests with random damage: whatever they have become, the server has an answer to them. The seed is fixed.</summary>
public sealed class FuzzTests(BadInputFixture api) : IClassFixture<BadInputFixture>
{
    private const int Seed = 20_260_418;
    private const int Rounds = 800;

    private static readonly string[] Tokens =
    [
        "null", "true", "[]", "{}", "\"\"", "-1", "1e400", "0.1", "\\ud800", "\\u0000", "\"a\":", ",", "}", "]", "{", "[", "\\", "\"", " ", "P1D", "\0", "é", "😀", "\u2028",
    ];

    private static readonly string[] Parameters =
    [
        "status=completed", "status=failed", "format=ugc-remix", "creativeType=uploaded", "approvalStatus=pending", "since=2026-01-01T00:00:00Z",
        "until=2027-01-01T00:00:00.5Z", "limit=20", "cursor=eyJjcmVhdGVkQXQiOiIyMDI2LTA0LTE3VDEzOjEwOjAwWiIsImlkIjoiNzg5NGIxZDUtMmFhNy00MWY5LWE4NTktMjgwMzA2ZWE1NjcyIn0",
        "search=acme", "customerExternalId=42", "dryRun=true",
    ];

    private static readonly string[] Escapes = ["%00", "%FF", "%ED%A0%80", "%2B", "%", "%zz", "&", "=", "[]", "[0]", ".", "%F0%9F%98%80", "-", "9", "Z", "+", ";", "%26"];

    [Fact]
    public async Task DamagedBody_IsNeverAnsweredWithAServerError()
    {
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var endpoint = api[Pick(random, BodyEndpoint.Names)];
            var body = Damage(random, Encoding.UTF8.GetBytes(endpoint.ValidBody));
            var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            var answer = await api.Client.Call(endpoint.Method, endpoint.Path, content);
            ShouldBeHandled(answer, $"{endpoint.Name} {Convert.ToHexString(body)}");
        }
    }

    [Fact]
    public async Task DamagedQuery_IsNeverAnsweredWithAServerError()
    {
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var list = Pick(random, ["/v1/projects", $"/v1/projects/{api.Project}/content", $"/v1/content/{api.Pending}"]);
            var path = $"{list}?{DamagedQuery(random)}";
            ShouldBeHandled(await api.Client.GetJson(path), path);
        }
    }

    private static void ShouldBeHandled(Answer answer, string what)
    {
        ((int)answer.Status).Should().BeLessThan(500, what);
        if ((int)answer.Status >= 400)
            answer.ErrorCode.Should().NotBeNull(what);
    }

    private static byte[] Damage(Random random, byte[] bytes)
    {
        var damaged = bytes.ToList();
        for (var times = random.Next(1, 4); times > 0 && damaged.Count > 0; times--)
        {
            var at = random.Next(damaged.Count);
            var length = random.Next(1, Math.Min(12, damaged.Count - at) + 1);
            switch (random.Next(5))
            {
                case 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged.RemoveRange(at, length);
                    break;
                case 2:
                    damaged.InsertRange(random.Next(damaged.Count), damaged.GetRange(at, length));
                    break;
                default:
                    damaged.InsertRange(at, Encoding.UTF8.GetBytes(Pick(random, Tokens)));
                    break;
            }
        }

        return [.. damaged];
    }

    private static string DamagedQuery(Random random)
    {
        var query = string.Join('&', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Pick(random, Parameters)));
        for (var times = random.Next(1, 4); times > 0; times--)
            query = query.Insert(random.Next(query.Length + 1), Pick(random, Escapes));
        return query;
    }

    private static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
