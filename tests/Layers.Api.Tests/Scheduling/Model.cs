using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Scheduling;

/// <summary>
/// The rules of scheduling in their plainest form: one container, its accounts and its posts, in memory. It foretells each answer's status,
/// and what can be read afterwards.
/// </summary>
internal sealed class Model(Instant now, bool gated, IReadOnlyList<string> accounts)
{
    private static readonly Duration Grace = Duration.FromMinutes(5);

    private readonly HashSet<string> disconnected = [];
    private readonly List<ModelPost> posts = [];
    private string approval = gated ? "pending" : "not_required";
    private string? failure;
    private string caption = "The roast that started it all.";
    private int revision = 2;

    public Instant Now { get; private set; } = now;

    public IReadOnlyList<string> PostIds => [.. posts.Select(post => post.Id)];

    public HttpStatusCode Schedule(IReadOnlyList<int> targets, Instant hour, Answer answer) =>
        hour < Now - Duration.FromSeconds(30) || targets.Any(IsDisconnected) ? HttpStatusCode.UnprocessableEntity
        : approval == "rejected" ? HttpStatusCode.Conflict
        : approval == "pending" ? Stash(targets, hour, answer)
        : Queue(targets, hour, answer);

    public HttpStatusCode Publish(IReadOnlyList<int> targets, Answer answer) =>
        targets.Any(IsDisconnected) ? HttpStatusCode.UnprocessableEntity
        : approval == "rejected" ? HttpStatusCode.Conflict
        : approval == "pending" ? HttpStatusCode.Forbidden
        : Queue(targets, Now, answer);

    public HttpStatusCode Approve()
    {
        if (approval != "pending")
            return HttpStatusCode.Conflict;
        (approval, revision) = ("approved", revision + 1);
        failure = posts.Exists(post => post.IsHeld && disconnected.Contains(post.Account)) ? "SOCIAL_ACCOUNT_UNAVAILABLE"
            : posts.Exists(post => post.IsHeld && post.Hour + Grace < Now) ? "SCHEDULE_PASSED"
            : null;
        Replace(post => post.IsHeld, post => post with { Status = failure is null ? "queued" : "failed" });
        return HttpStatusCode.OK;
    }

    public HttpStatusCode Reject()
    {
        if (approval != "pending")
            return HttpStatusCode.Conflict;
        (approval, revision) = ("rejected", revision + 1);
        Replace(post => post.IsHeld, post => post with { Status = "canceled" });
        return HttpStatusCode.OK;
    }

    public HttpStatusCode Drop()
    {
        if (!posts.Exists(post => post.IsHeld) && failure is null)
            return HttpStatusCode.Conflict;
        Replace(post => post.IsHeld, post => post with { Status = "canceled" });
        (failure, revision) = (null, revision + 1);
        return HttpStatusCode.OK;
    }

    public HttpStatusCode Cancel(string id) => Change(id, post => post with { Status = "canceled" });

    public HttpStatusCode Reschedule(string id, Instant hour) =>
        posts.Exists(post => post.Id == id) && hour < Now - Duration.FromSeconds(30) ? HttpStatusCode.UnprocessableEntity
        : posts.Exists(post => post.Id == id && post.IsOpen && post.Hour == hour) ? HttpStatusCode.OK
        : Change(id, post => post with { Hour = hour });

    public HttpStatusCode Correct(string text)
    {
        (caption, revision) = (text, revision + 1);
        Replace(post => post.IsHeld, post => post with { Caption = text });
        return HttpStatusCode.OK;
    }

    public HttpStatusCode Disconnect(int account)
    {
        disconnected.Add(accounts[account]);
        Replace(post => post.Status == "queued" && post.Account == accounts[account], post => post with { Status = "failed" });
        return HttpStatusCode.OK;
    }

    public HttpStatusCode Pass(Duration time)
    {
        Now += time;
        return HttpStatusCode.OK;
    }

    public HttpStatusCode Dispatch()
    {
        Replace(post => post.Status == "queued" && post.Hour <= Now, post => post with { Status = "published" });
        return HttpStatusCode.OK;
    }

    /// <summary>All that can be read of it, in one text.</summary>
    public string Describe() =>
        string.Join(
            '\n',
            [$"{approval} r{revision} {failure ?? (Pending.Any() ? "waits" : "")}", .. Pending.Select(post => $"{post.Id} {post.Hour.Text()}"), "--", .. posts.Select(Describe).Order()]);

    private IEnumerable<ModelPost> Pending => posts.Where(post => failure is null ? post.IsHeld : post.Status == "failed");

    public static string Describe(ModelPost post) => $"{post.Id} {post.Account} {post.Hour.Text()} {post.Status} {post.Caption}";

    private bool IsDisconnected(int account) => disconnected.Contains(accounts[account]);

    private HttpStatusCode Stash(IReadOnlyList<int> targets, Instant hour, Answer answer)
    {
        if (posts.Count(post => post.IsHeld) + targets.Count > 50)
            return HttpStatusCode.UnprocessableEntity;
        posts.AddRange(Made(targets, hour, answer, "held", caption));
        revision++;
        return HttpStatusCode.Accepted;
    }

    private HttpStatusCode Queue(IReadOnlyList<int> targets, Instant hour, Answer answer)
    {
        posts.AddRange(Made(targets, hour, answer, "queued", caption));
        (failure, revision) = (null, revision + 1);
        return HttpStatusCode.Created;
    }

    // Ids are the server's to choose; that they stay the same is the rule.
    private List<ModelPost> Made(IReadOnlyList<int> targets, Instant hour, Answer answer, string status, string text) =>
        [.. targets.Zip(answer.PostIds(), (account, id) => new ModelPost(id, accounts[account], hour, status, text))];

    private HttpStatusCode Change(string id, Func<ModelPost, ModelPost> change)
    {
        if (posts.Find(post => post.Id == id) is not { } found)
            return HttpStatusCode.NotFound;
        if (!found.IsOpen)
            return HttpStatusCode.Conflict;
        Replace(post => post.Id == id, change);
        revision++;
        return HttpStatusCode.OK;
    }

    private void Replace(Func<ModelPost, bool> which, Func<ModelPost, ModelPost> change)
    {
        for (var i = 0; i < posts.Count; i++)
            posts[i] = which(posts[i]) ? change(posts[i]) : posts[i];
    }
}

internal sealed record ModelPost(string Id, string Account, Instant Hour, string Status, string Caption)
{
    public bool IsHeld => Status == "held";

    public bool IsOpen => Status is "held" or "queued";
}
