using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Layers.Infrastructure.Media;

/// <summary>The part of a transformation matrix that turns and mirrors: x' = Ax + Cy, y' = Bx + Dy.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Turn(double A, double B, double C, double D)
{
    /// <summary>Of the nine cells of a matrix in a header, 36 bytes.</summary>
    public const int MatrixLength = 36;

    public static readonly Turn None = new(1, 0, 0, 1);

    /// <summary>Cells that are all zero turn nothing: some writers leave the matrix empty.</summary>
    public static Turn Of(ReadOnlySpan<byte> matrix)
    {
        var turn = new Turn(Cell(matrix), Cell(matrix[4..]), Cell(matrix[12..]), Cell(matrix[16..]));
        return turn == default ? None : turn;
    }

    /// <summary>This turn, and then the other one.</summary>
    public Turn Then(Turn next) => new(
        (A * next.A) + (B * next.C),
        (A * next.B) + (B * next.D),
        (C * next.A) + (D * next.C),
        (C * next.B) + (D * next.D));

    /// <summary>Whether width and height change places, as they do in a quarter turn.</summary>
    public bool IsOnItsSide => Math.Abs(B) + Math.Abs(C) > Math.Abs(A) + Math.Abs(D);

    private static double Cell(ReadOnlySpan<byte> cell) => BinaryPrimitives.ReadInt32BigEndian(cell) / 65536.0;
}
