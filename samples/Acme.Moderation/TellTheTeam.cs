using System.Collections.Concurrent;
using Layers.Application.Seams;
using Layers.Domain;

namespace Acme.Moderation;

/// <summary>Puts decisions on the team's board, once they are committed.</summary>
public sealed class TellTheTeam(TeamBoard board) : IAfterDecision
{
    public Task Observe(IReadOnlyList<DecidedContainer> decided)
    {
        foreach (var (container, _, _) in decided)
            board.Lines.Enqueue($"{container.Id} is {container.ApprovalStatus.ToWord()}");
        return Task.CompletedTask;
    }
}

/// <summary>What the team sees on its wall.</summary>
public sealed class TeamBoard
{
    public ConcurrentQueue<string> Lines { get; } = new();
}
