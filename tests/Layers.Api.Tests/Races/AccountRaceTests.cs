using System.Net;
using Layers.Api.Tests.Scheduling;
using Layers.Testing;

namespace Layers.Api.Tests.Races;

/// <summary>An account is disconnected, or a project archived, while posts are being made for it: none of them stays in the queue.</summary>
public sealed class AccountRaceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    public static TheoryData<int> Rounds => new(Enumerable.Range(1, 8));

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task Disconnect_AmongSchedulesAndApprovals_LeavesNothingQueued(int round)
    {
        var (open, pending) = await Begin();

        var (answers, _) = await Race(round, open, pending, () => api.Disconnect(open));

        (await api.PostsOf(open)).Should().OnlyContain(post => (string?)post["status"] == "failed"
            && ((string?)post["failure"]!["code"] == "SOCIAL_ACCOUNT_DISCONNECTED" || (string?)post["failure"]!["code"] == "SOCIAL_ACCOUNT_UNAVAILABLE"));
        var approval = answers.Single(answer => answer.Status == HttpStatusCode.OK);
        var promotion = approval.Json["pendingSchedulePromotion"]!;
        ((string?)promotion["status"] == "ok" || (string?)promotion["reason"] == "SOCIAL_ACCOUNT_UNAVAILABLE").Should().BeTrue(approval.Body);
        await ShouldHaveKeptWhatWasAnswered(open, answers);
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task Archive_AmongSchedulesAndApprovals_LeavesNothingQueued(int round)
    {
        var (open, pending) = await Begin();

        var (answers, archive) = await Race(round, open, pending, () => api.Client.DeleteJson($"/v1/projects/{open.Project}"));

        (await api.PostsOf(open)).Should().OnlyContain(post => (string?)post["status"] == "canceled");
        await ShouldHaveKeptWhatWasAnswered(open, answers);
        var lastOfProject = (await api.Given.Audit()).Last(row => row.Project == open.Project.Uuid());
        lastOfProject.RequestId.Should().Be(archive.Header("X-Request-Id"), "nothing is written after it");
    }

    /// <summary>All at one signal, with the end somewhere in the middle.</summary>
    private static async Task<(IReadOnlyList<Answer> Answers, Answer End)> Race(int round, Func<Task<Answer>> end, IReadOnlyList<Func<Task<Answer>>> others)
    {
        List<Func<Task<Answer>>> calls = [.. others];
        var at = new Random(round).Next(calls.Count);
        calls.Insert(at, end);
        var answers = await Crowd.Of(calls.Count, index => calls[index]());
        answers[at].Status.Should().Be(HttpStatusCode.OK);
        return ([.. answers[..at], .. answers[(at + 1)..]], answers[at]);
    }

    private Task<(IReadOnlyList<Answer> Answers, Answer End)> Race(int round, Scene open, Scene pending, Func<Task<Answer>> end) =>
        Race(round, end,
        [
            .. Enumerable.Range(0, 5).SelectMany(_ => new Func<Task<Answer>>[] { () => api.Schedule(open, targets: 3), () => api.Schedule(pending) }),
            () => api.Approve(pending),
            () => api.Approve(pending),
        ]);

    private async Task<(Scene Open, Scene Pending)> Begin()
    {
        var project = await api.Given.Project();
        var account = await api.Given.Account(project);
        var open = new Scene(project, await api.Given.Uploaded(project), account);
        await api.Given.Policy(project, new { requiresApproval = true });
        var pending = open with { Container = await api.Given.Uploaded(project) };
        (await api.Schedule(open)).Status.Should().Be(HttpStatusCode.Created);
        (await api.Schedule(pending, targets: 3)).Status.Should().Be(HttpStatusCode.Accepted);
        return (open, pending);
    }

    private async Task ShouldHaveKeptWhatWasAnswered(Scene scene, IReadOnlyList<Answer> answers)
    {
        answers.Should().OnlyContain(answer => (int)answer.Status < 500);
        var answered = answers.Where(answer => answer.Status == HttpStatusCode.Created).SelectMany(answer => answer.PostIds());
        answered.Should().BeSubsetOf((await api.PostsOf(scene)).Select(post => (string)post["id"]!));
    }
}
