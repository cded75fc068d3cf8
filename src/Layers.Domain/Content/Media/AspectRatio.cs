using System.Numerics;

namespace Layers.Domain.Content.Media;

/// <summary>How a shape is called: <c>9:16</c>, <c>1.91:1</c>.</summary>
public static class AspectRatio
{
    /// <summary>Encoders round to even numbers of pixels, so 608×1080 is still 9:16.</summary>
    internal const double Tolerance = 0.01;

    private static readonly (string Name, double Value)[] Usual =
    [
        ("9:21", 9.0 / 21),
        ("1:2", 1.0 / 2),
        ("9:16", 9.0 / 16),
        ("2:3", 2.0 / 3),
        ("3:4", 3.0 / 4),
        ("4:5", 4.0 / 5),
        ("1:1", 1),
        ("5:4", 5.0 / 4),
        ("4:3", 4.0 / 3),
        ("3:2", 3.0 / 2),
        ("16:9", 16.0 / 9),
        ("1.91:1", 1.91),
        ("2:1", 2),
        ("21:9", 21.0 / 9),
    ];

    /// <summary>The nearest of the usual ratios within 1 %, else width:height in lowest terms.</summary>
    public static string Of(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);

        var ratio = (double)width / height;
        var nearest = Usual.MinBy(usual => Math.Abs((ratio / usual.Value) - 1));
        var exactWidth = nearest.Value * height;
        if (Math.Abs(width - exactWidth) <= Tolerance * exactWidth)
            return nearest.Name;

        var divisor = (int)BigInteger.GreatestCommonDivisor(width, height);
        return $"{width / divisor}:{height / divisor}";
    }
}
