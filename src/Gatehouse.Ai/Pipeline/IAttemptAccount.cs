namespace Gatehouse.Ai.Pipeline;

/// <summary>One attempt on the books. Ended exactly once; a second end does nothing.</summary>
internal interface IAttemptAccount
{
    /// <summary>Settles; returns what it cost in US dollars, null when that is not known.</summary>
    decimal? End(AttemptEnd end);

    /// <summary>Takes the attempt back: the vendor was not asked. No entry.</summary>
    void Release();
}
