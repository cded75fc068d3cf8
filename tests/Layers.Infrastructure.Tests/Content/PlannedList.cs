using System.Text.Json.Nodes;

namespace Layers.Infrastructure.Tests.Content;

/// <summary>What a statement answered, and what it read for that.</summary>
internal sealed record PlannedList(double RowsRead, int Pages, string Text)
{
    public List<Guid> Ids { get; } = [];

    public static PlannedList Parse(string explained)
    {
        var plan = JsonNode.Parse(explained)![0]!["Plan"]!;
        return new PlannedList(RowsOf(plan), Number(plan, "Shared Hit Blocks") + Number(plan, "Shared Read Blocks"), explained);
    }

    // Over all nodes: what they passed on, and what they read in vain.
    private static double RowsOf(JsonNode node) =>
        (Number(node, "Actual Rows") + Number(node, "Rows Removed by Filter") + Number(node, "Rows Removed by Index Recheck")) * (double)Number(node, "Actual Loops")
        + (node["Plans"]?.AsArray().Sum(inner => RowsOf(inner!)) ?? 0);

    private static int Number(JsonNode node, string name) => (int)((double?)node[name] ?? 0);
}
