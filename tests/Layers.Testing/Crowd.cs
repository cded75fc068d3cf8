namespace Layers.Testing;

/// <summary>Several callers who all start at one signal.</summary>
public static class Crowd
{
    public static async Task<T[]> Of<T>(int size, Func<int, Task<T>> act)
    {
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var callers = Enumerable.Range(0, size).Select(index => Task.Run(async () =>
        {
            await signal.Task;
            return await act(index);
        })).ToList();
        signal.SetResult();
        return await Task.WhenAll(callers);
    }
}
