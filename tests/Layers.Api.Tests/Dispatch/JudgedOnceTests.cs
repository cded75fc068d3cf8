using System.Net;
using Layers.Api.Tests.Scheduling;
using Layers.Domain.Approval;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Api.Tests.Dispatch;

/// <summary>The gate's rules may be many and slow, and so many posts may be due: each is judged once.</summary>
public sealed class JudgedOnceTests(JudgedOnceTests.Fixture api) : IClassFixture<JudgedOnceTests.Fixture>
{
    private const int BatchOfALane = 8;

    [Fact]
    public async Task Dispatch_AsksEachRuleOnceForEachPost()
    {
        var project = await api.Given.Project();
        var (container, account) = (await api.Given.Uploaded(project), await api.Given.Account(project));
        var published = await api.Client.PostJson($"/v1/content/{container}/publish", new { targets = Enumerable.Repeat(Steps.To(account), BatchOfALane) });
        published.Status.Should().Be(HttpStatusCode.Created, published.Body);
        var before = api.Rule.Asked;

        (await api.Server.DispatchDuePosts()).Should().Be(BatchOfALane);

        (api.Rule.Asked - before).Should().Be(BatchOfALane);
    }

    public sealed class Fixture : ApiFixture
    {
        internal CountingRule Rule { get; } = new();

        protected override void Replace(IServiceCollection services) => services.AddSingleton<IGateRule>(Rule);
    }

    internal sealed class CountingRule : IGateRule
    {
        private int asked;

        public int Asked => Volatile.Read(ref asked);

        public IReadOnlyList<GateReason> Reasons => [];

        public GateReason? ReasonOf(GateFacts facts)
        {
            Interlocked.Increment(ref asked);
            return null;
        }
    }
}
