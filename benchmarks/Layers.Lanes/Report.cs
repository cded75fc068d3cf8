using System.Globalization;
using System.Text;

namespace Layers.Lanes;

/// <summary>How long after their hour the healthy posts left.</summary>
internal static class Report
{
    private const double MostSeconds = 2;

    public static bool IsWithinLimit(Relays relays, IReadOnlyDictionary<string, int> expected) =>
        expected.All(one => relays.SecondsLate(one.Key) is var late && late.Count == one.Value && late.Max() <= MostSeconds);

    public static string Table(Relays relays, IReadOnlyDictionary<string, int> expected)
    {
        var text = new StringBuilder()
            .AppendLine("| organization | posts that left | of | median, s | p99, s | at most, s |")
            .AppendLine("|---|---:|---:|---:|---:|---:|");
        foreach (var (organization, count) in expected)
        {
            double[] late = [.. relays.SecondsLate(organization).Order()];
            text.AppendLine(CultureInfo.InvariantCulture, $"| {organization} | {late.Length} | {count} | {At(late, 0.5):0.00} | {At(late, 0.99):0.00} | {At(late, 1):0.00} |");
        }

        return text.AppendLine().Append(CultureInfo.InvariantCulture, $"{relays.Hung} attempts never got an answer, up to {relays.MostHanging} at the same time.").ToString();
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? double.NaN : sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
}
