using Layers.Application.Seams;

namespace Layers.Conformance.Generation;

/// <summary>The progress that was reported, and something that happens with the first report.</summary>
internal sealed class Heard(Action? atFirst = null) : IProgress<GenerationProgress>
{
    private readonly Lock adding = new();
    private readonly List<GenerationProgress> reports = [];

    public IReadOnlyList<GenerationProgress> Reports
    {
        get
        {
            lock (adding)
                return [.. reports];
        }
    }

    public void Report(GenerationProgress value)
    {
        bool isFirst;
        lock (adding)
        {
            reports.Add(value);
            isFirst = reports.Count == 1;
        }

        if (isFirst)
            atFirst?.Invoke();
    }
}
