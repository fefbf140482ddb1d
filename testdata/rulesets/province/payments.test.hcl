example "listed drug above the threshold" {
  given = {
    case = {
      id = "TEST-1", group = "AA11", total_cost = "5000.00", discharged = "2024-06-30", city = "C1", indication = true
      items = [{ line = 1, code = "X01", amount = "3000.00" }]
    }
  }
  expect  = { payment = "14600.00", outcome = "paid", estimate = "awaiting" }
  cite    = "order: addon"
  derived = true
}
