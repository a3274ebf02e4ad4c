namespace Gatehouse.Net.Loops;

/// <summary>Who is told of the readiness of a descriptor.</summary>
internal interface IEpollTarget
{
    /// <summary>The flags of the event; on the loop's thread.</summary>
    void OnEpoll(uint flags);

    /// <summary>The loop ends: close the descriptor and fail what is pending.</summary>
    void OnLoopEnd();
}
