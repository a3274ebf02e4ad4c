namespace Gatehouse.Gateway.Observability;

/// <summary>Calls back once after the flush interval, on the thread that owns the buffer.</summary>
internal interface ILogFlushTimer : IDisposable
{
    /// <summary>Arms the timer; the callback given when it was made runs once.</summary>
    void Arm(int milliseconds);
}
