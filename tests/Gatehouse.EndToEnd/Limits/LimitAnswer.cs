namespace Gatehouse.EndToEnd.Limits;

/// <summary>An answer as its client saw it: what was decided was decided between the two times.</summary>
/// <param name="Sent">Seconds since the load began, just before the request was sent.</param>
/// <param name="Received">Seconds since the load began, when the answer was there.</param>
/// <param name="Status">Its status; 0 = the connection broke off.</param>
internal readonly record struct LimitAnswer(double Sent, double Received, int Status)
{
    public bool IsAdmitted => Status == 200;

    public double Milliseconds => (Received - Sent) * 1000;
}
