namespace Gatehouse.Net.Loops;

/// <summary>
/// Posted work. The two delegate types that reach a loop are kept as they come, so that neither needs a wrapper object.
/// </summary>
internal readonly struct WorkItem(Delegate callback, object? state)
{
    public void Run()
    {
        if (callback is Action<object?> action)
        {
            action(state);
        }
        else
        {
            ((SendOrPostCallback)callback)(state);
        }
    }
}
