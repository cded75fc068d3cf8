using System.Collections.Concurrent;
using Layers.Application.Seams;
using Layers.Domain;

namespace Acme.Moderation;

/// <summary>Puts decisions on the team's board, once they are committed.</summary>
public sealed class TellTheTeam(TeamBoard board) : IAfterDecision
{
    public Task Observe(IReadOnlyList<DecidedContainer> decided, CancellationToken cancellationToken)
    {
        foreach (var (container, _, _) in decided)
            board.Write($"{container.Id} is {container.ApprovalStatus.ToWord()}");
        return Task.CompletedTask;
    }
}

/// <summary>What the team sees on its wall: the latest lines, for there is no room for all of them.</summary>
public sealed class TeamBoard
{
    private const int MostLines = 100;

    private readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyCollection<string> Lines => lines;

    public void Write(string line)
    {
        lines.Enqueue(line);
        while (lines.Count > MostLines)
            lines.TryDequeue(out _);
    }
}
