using System.Reflection;
using Layers.Testing;

namespace Layers.Conformance.Tests.Broken;

/// <summary>Runs the tests of a class that no test runner sees.</summary>
internal static class FailedTests
{
    /// <summary>The names of those that failed, and why.</summary>
    public static async Task<IReadOnlyDictionary<string, Exception>> Of<TTests>(ApiFixture api)
    {
        var failed = new Dictionary<string, Exception>();
        foreach (var test in typeof(TTests).GetMethods().Where(method => method.IsDefined(typeof(FactAttribute))))
        {
            if (await FailureOf(test, Activator.CreateInstance(typeof(TTests), api)!) is { } failure)
                failed.Add(test.Name, failure);
        }

        return failed;
    }

    public static void ShouldBe(IReadOnlyDictionary<string, Exception> failed, IReadOnlyCollection<string> expected) =>
        failed.Keys.Order().Should().Equal(expected.Order(), string.Join('\n', failed.Where(test => !expected.Contains(test.Key)).Select(test => $"{test.Key}: {test.Value}")));

    private static async Task<Exception?> FailureOf(MethodInfo test, object instance)
    {
        var lifetime = instance as IAsyncLifetime;
        await (lifetime?.InitializeAsync() ?? Task.CompletedTask);
        try
        {
            if (test.Invoke(instance, null) is Task running)
                await running;
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
        finally
        {
            await (lifetime?.DisposeAsync() ?? Task.CompletedTask);
        }
    }
}
