namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>What waits for its turn of a loop, to verify one signature. Neither method throws.</summary>
internal interface IVerificationTurn
{
    /// <summary>Verifies, as far as that needs no waiting, and resumes nobody.</summary>
    void Begin();

    /// <summary>Lets go on who waits for it.</summary>
    void End();
}
