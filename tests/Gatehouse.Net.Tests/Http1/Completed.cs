using System.Runtime.CompilerServices;
using Xunit;

namespace Gatehouse.Net.Tests.Http1;

/// <summary>Results of operations that must be complete by now: in simulation nothing is left to wait for.</summary>
internal static class Completed
{
    public static T Now<T>(this ValueTask<T> task, [CallerArgumentExpression(nameof(task))] string operation = "")
    {
        Assert.True(task.IsCompleted, operation + " has not completed.");
        return task.GetAwaiter().GetResult();
    }

    public static T Now<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string operation = "") =>
        new ValueTask<T>(task).Now(operation);
}
