using System.Text.Json.Nodes;

namespace Layers.Infrastructure.Tests.Plans;

/// <summary>What a statement read for its answer, by PostgreSQL's own account.</summary>
/// <param name="RowsExpected">By the planner. Of a plan for any values it says how dear that seems beside one for these.</param>
internal sealed record Plan(double RowsRead, int Pages, int RowsExpected, string Text)
{
    public static Plan Parse(string explained)
    {
        var plan = JsonNode.Parse(explained)!["Plan"]!;
        return new Plan(RowsOf(plan), Number(plan, "Shared Hit Blocks") + Number(plan, "Shared Read Blocks"), Number(plan, "Plan Rows"), explained);
    }

    // Over all nodes: what they passed on, and what they read in vain.
    private static double RowsOf(JsonNode node) =>
        (Number(node, "Actual Rows") + Number(node, "Rows Removed by Filter") + Number(node, "Rows Removed by Index Recheck")) * (double)Number(node, "Actual Loops")
        + (node["Plans"]?.AsArray().Sum(inner => RowsOf(inner!)) ?? 0);

    private static int Number(JsonNode node, string name) => (int)((double?)node[name] ?? 0);
}
