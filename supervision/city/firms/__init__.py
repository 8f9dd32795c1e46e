"""经营主体: the firms, individual businesses and cooperatives of the city, and who holds what."""
