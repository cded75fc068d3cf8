namespace Layers.Domain.Keys;

/// <summary>A text that must not be printed by accident: only <see cref="Reveal"/> shows it.</summary>
public sealed class Secret(string text)
{
    public string Reveal() => text;

    public override string ToString() => "…";
}
