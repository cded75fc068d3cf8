using System.Collections.Concurrent;
using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Races;

/// <summary>Containers born while others are decided: the warm-up counts what is committed, no more and no less.</summary>
public sealed class BirthRaceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task ContainerBornWhileTheLastOfTheFirstNIsBeingApproved_IsHeldBack()
    {
        var project = await api.Given.GatedProject(firstN: 1);
        var pending = await api.Given.Pending(project);
        await using var proxy = new PostgresProxy(api.Server.Database);
        await using var second = await api.ServerBeside(proxy);
        using var beside = second.Client(api.Given.Key.Text.Reveal());
        using var halt = Halt.AtCommit(proxy);

        var approving = beside.PostJson($"/v1/content/{pending}/approve");
        await halt.Reached;
        var meanwhile = await Birth(project);
        halt.GoOn();
        (await approving).Status.Should().Be(HttpStatusCode.OK);
        var afterwards = await Birth(project);

        (await StatusOf(meanwhile)).Should().Be("pending", "an approval that is not committed has not happened");
        (await StatusOf(afterwards)).Should().Be("not_required");
    }

    [Fact]
    public async Task ContainersBornAmongApprovals_AreGatedByWhatWasDecidedBetweenQuestionAndAnswer()
    {
        const int firstN = 5;
        var project = await api.Given.GatedProject(firstN);
        var pending = await Task.WhenAll(Enumerable.Range(0, 2 * firstN).Select(_ => api.Given.Pending(project)));
        var births = new ConcurrentBag<Born>();
        var (sent, answered) = (0, 0);
        var decided = false;

        async Task Decide()
        {
            foreach (var id in pending)
            {
                Interlocked.Increment(ref sent);
                (await api.Client.PostJson($"/v1/content/{id}/approve")).Status.Should().Be(HttpStatusCode.OK);
                Interlocked.Increment(ref answered);
            }

            Volatile.Write(ref decided, true);
        }

        async Task<bool> BearUntilDecided()
        {
            bool last;
            do
            {
                last = Volatile.Read(ref decided);
                var least = Volatile.Read(ref answered);
                var id = await Birth(project);
                births.Add(new Born(id, least, Volatile.Read(ref sent)));
            }
            while (!last);
            return true;
        }

        var bearing = Crowd.Of(4, _ => BearUntilDecided());
        await Decide();
        await bearing;

        foreach (var born in births)
        {
            var status = await StatusOf(born.Id);
            if (born.DecidedAtLeast >= firstN)
                status.Should().Be("not_required");
            else if (born.DecidedAtMost < firstN)
                status.Should().Be("pending");
        }

        births.Should().Contain(born => born.DecidedAtLeast >= firstN);
    }

    [Fact]
    public async Task ContainerBornWhileTheGateIsBeingClosed_WaitsAndIsHeldBack()
    {
        var project = await api.Given.Project();
        await using var proxy = new PostgresProxy(api.Server.Database);
        await using var second = await api.ServerBeside(proxy);
        using var beside = second.Client(api.Given.Key.Text.Reveal());
        using var halt = Halt.AtCommit(proxy);

        var closing = beside.PatchJson($"/v1/projects/{project}/approval-policy", new { requiresApproval = true });
        await halt.Reached;
        var birth = Birth(project);
        await Task.WhenAny(birth, api.Server.Database.UntilWaiting(1));
        halt.GoOn();

        (await closing).Status.Should().Be(HttpStatusCode.OK);
        (await StatusOf(await birth)).Should().Be("pending", "the gate was closed before the container was there");
    }

    [Fact]
    public async Task Gate_ClosesOnlyAfterWhatHasSeenItOpenIsBorn()
    {
        var project = await api.Given.Project();
        await using var proxy = new PostgresProxy(api.Server.Database);
        await using var second = await api.ServerBeside(proxy);
        using var beside = second.Client(api.Given.Key.Text.Reveal());
        using var halt = Halt.AtCommit(proxy);

        var files = new[] { new { filename = "a.jpg", contentType = "image/jpeg", sizeBytes = 1000 } };
        var birth = beside.PostJson($"/v1/projects/{project}/content/uploads", new { files });
        await halt.Reached;
        var closing = api.Client.PatchJson($"/v1/projects/{project}/approval-policy", new { requiresApproval = true });
        await Task.WhenAny(closing, api.Server.Database.UntilWaiting(1));
        closing.IsCompleted.Should().BeFalse("a container that nobody reviews could still appear after it");
        api.Clock.Advance(Duration.FromSeconds(1));
        halt.GoOn();

        var born = (string)(await birth).Json["containers"]![0]!["id"]!;
        (await StatusOf(born)).Should().Be("not_required");
        var closedAt = (await closing).Text("updatedAt");
        string.CompareOrdinal(closedAt, (string?)(await api.Given.Container(born))["createdAt"]).Should().BePositive("that is the order in which it happened");
    }

    private async Task<string> Birth(string project) => (await api.Given.StartedUpload(project, Given.Picture())).Id;

    private Task<string?> StatusOf(string id) =>
        api.Server.Database.Value<string>("select approval_status from containers where container_id = $1", id.Uuid());

    /// <param name="DecidedAtLeast">Approvals answered before this birth was asked for.</param>
    /// <param name="DecidedAtMost">Approvals sent before this birth was answered.</param>
    private sealed record Born(string Id, int DecidedAtLeast, int DecidedAtMost);
}
